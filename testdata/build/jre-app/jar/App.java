public final class App {
  public static void main(String[] args) {
    System.out.println(System.getenv("GREETING") + " in " + System.getProperty("user.dir"));
  }
}
