package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoPatternTest {
  @ParameterizedTest
  @CsvSource({
    "abc,abc,true",
    "*,abc,true",
    "*c,abc,true",
    "a*,a,true",
    "a*,ab/c,false",
    "a*/b,abc/b,true",
    "a*/b,a/c/b,false",
    "a*b*c*d*e*/f,axbxcxdxe/f,true",
    "a*b*c*d*e*/f,axbxcxdxexxx/fff,false",
    "a*b?c*x,abxbbxdbxebxczzx,true",
    "a*b?c*x,abxbbxdbxebxczzy,false",
    "ab[c],abc,true",
    "ab[b-d],abc,true",
    "ab[e-g],abc,false",
    "ab[^c],abc,false",
    "ab[^e-g],abc,true",
    "a\\*b,a*b,true",
    "a\\*b,ab,false",
    "a?b,a\u263ab,true",
    "a[^a]b,a\u263ab,true",
    "a???b,a\u263ab,false",
    "[a-\u03b6]*,\u03b1,true",
    "*[a-\u03b6],A,false",
    "a?b,a/b,false",
    "a*b,a/b,false",
    "[\\]a],],true",
    "[\\-],-,true",
    "[x\\-],z,false",
    "[[]x],[x],true",
    "*x,xxx,true",
    "n?pe,n?pe,true"
  })
  void matchesAsGoDoes(String pattern, String name, boolean expected) throws Exception {
    assertEquals(expected, GoPattern.parse(pattern).matches(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]a]", "[-]", "[x-]", "[-x]", "[", "[^", "[^bc", "a[", "a\\", "[a-"})
  void refusesWhatGoRefuses(String pattern) {
    assertThrows(GoPattern.SyntaxException.class, () -> GoPattern.parse(pattern));
  }

  @Test
  void aBackslashHidesAWildcard() {
    assertTrue(GoPattern.hasWildcard("a?"));
    assertTrue(GoPattern.hasWildcard("\\\\*"));
    assertFalse(GoPattern.hasWildcard("a\\?"));
    assertFalse(GoPattern.hasWildcard("plain"));
  }
}
