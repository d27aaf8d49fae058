package course;

final class Greeter {
  String name() {
    return getClass().getName();
  }
}
