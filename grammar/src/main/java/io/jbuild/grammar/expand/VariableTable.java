package io.jbuild.grammar.expand;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values by name that never change: a table with one value more shares the rest with the one it was
 * made of. So a stage has the variables of the one it stands on without a copy of them, however
 * many stand on each other.
 *
 * <p>A tree that is balanced by weight; looking up and adding take time that grows with the
 * logarithm of its size.
 */
public final class VariableTable implements Variables {
  /** Has no values. */
  public static final VariableTable EMPTY = new VariableTable(null);

  /** How many times as heavy one side of a node may be as the other. */
  private static final int HEAVIEST = 3;

  private final Node root;

  private VariableTable(Node root) {
    this.root = root;
  }

  private record Node(String name, String value, Node left, Node right, int size) {
    static Node of(Node at, Node left, Node right) {
      return new Node(at.name, at.value, left, right, weight(left) + weight(right) + 1);
    }
  }

  private static int weight(Node node) {
    return node == null ? 0 : node.size;
  }

  /** The number of names. */
  public int size() {
    return weight(root);
  }

  @Override
  public Optional<String> get(String name) {
    Node at = root;
    while (at != null) {
      int order = name.compareTo(at.name);
      if (order == 0) {
        return Optional.of(at.value);
      }
      at = order < 0 ? at.left : at.right;
    }
    return Optional.empty();
  }

  /** This table with a value more, or with another value for the name. */
  public VariableTable with(String name, String value) {
    return new VariableTable(with(root, name, value));
  }

  private static Node with(Node at, String name, String value) {
    if (at == null) {
      return new Node(name, value, null, null, 1);
    }
    int order = name.compareTo(at.name);
    if (order == 0) {
      return new Node(name, value, at.left, at.right, at.size);
    }
    return order < 0
        ? balanced(at, with(at.left, name, value), at.right)
        : balanced(at, at.left, with(at.right, name, value));
  }

  private static Node balanced(Node at, Node left, Node right) {
    if (weight(left) + weight(right) > 1) {
      if (weight(right) > HEAVIEST * weight(left)) {
        return turnedLeft(at, left, right);
      }
      if (weight(left) > HEAVIEST * weight(right)) {
        return turnedRight(at, left, right);
      }
    }
    return Node.of(at, left, right);
  }

  private static Node turnedLeft(Node at, Node left, Node right) {
    if (weight(right.left) < 2 * weight(right.right)) {
      return Node.of(right, Node.of(at, left, right.left), right.right);
    }
    Node top = right.left;
    return Node.of(top, Node.of(at, left, top.left), Node.of(right, top.right, right.right));
  }

  private static Node turnedRight(Node at, Node left, Node right) {
    if (weight(left.right) < 2 * weight(left.left)) {
      return Node.of(left, left.left, Node.of(at, left.right, right));
    }
    Node top = left.right;
    return Node.of(top, Node.of(left, left.left, top.left), Node.of(at, top.right, right));
  }

  /** Gives every name, in order. */
  public void forEachName(Consumer<String> taker) {
    forEach(root, taker);
  }

  private static void forEach(Node at, Consumer<String> taker) {
    if (at != null) {
      forEach(at.left, taker);
      taker.accept(at.name);
      forEach(at.right, taker);
    }
  }
}
