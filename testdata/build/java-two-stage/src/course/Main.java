package course;

public final class Main {
  public static void main(String[] args) {
    System.out.println("hello " + args[0] + ", from " + new Greeter().name());
  }
}
