/*
 * The tokens of a Dockerfile. They are whole: put together they give the input back.
 *
 * One mode per shape of line. LexerState chooses the mode of an instruction's arguments (which
 * depends on its keyword, on whether a `[` begins a JSON form, on whether here-documents are due),
 * and cuts bodies of here-documents itself.
 *
 * CharacterClasses gives characters to the lexer by what they mean. Predicates would have to be
 * asked again for every character, and other than ASCII is slow in ANTLR; so these stand for what
 * no character tells alone, and \u007F for all others that mean nothing:
 *
 *   \u0001  the escape character, where it continues the line
 *   \u0002  a blank that is not ASCII
 *   \u0003  the byte order mark at the start of the text
 *   \u0004  a backslash that is the escape character and escapes what follows
 *   \u0005  a backslash that is the escape character, and blanks up to the end of the line
 *   \u0006  a backtick that is the escape character and escapes what follows
 *   \u0007  a backtick that is the escape character, and blanks up to the end of the line
 *
 * What is continued joins without anything between, so a token may hold continuations; blank and
 * comment lines after a continuation belong to it.
 */
lexer grammar DockerfileTokens;

options {
  superClass = LexerState;
  caseInsensitive = true;
}

tokens { HEREDOC_BODY, HEREDOC_END, END_OF_FLAGS }

fragment SPACE : [\t\u000B\f\r ] ;
fragment BLANK : SPACE | '\u0002' ;
fragment BACKSLASH : [\\\u0004\u0005] ;
fragment CONT
  : '\u0001' [ \t]* '\r'* ( '\n' IGNORED* ( BLANK* '#' ~'\n'* EOF | BLANK+ EOF )? | EOF )
  ;
fragment IGNORED : BLANK* ( '#' ~'\n'* )? '\n' ;

// A character of a word that ends at an ASCII blank.
fragment CHAR : ~[\t\u000B\f\r\n \u0001] ;
fragment CHARS : CHAR+ ( CONT CHAR+ )* ;

// ---- between instructions ----

BOM : '\u0003' -> channel(HIDDEN) ;
DIRECTIVE : BLANK* '#' BLANK* [A-Z] [A-Z0-9]* [\t\f\r ]* '=' ~'\n'+ -> channel(HIDDEN) ;
COMMENT : BLANK* '#' ~'\n'* -> channel(HIDDEN) ;

// The line feed of a comment too.
BLANK_LINES : ( BLANK* '\n' )+ -> channel(HIDDEN) ;
INDENT : BLANK+ -> channel(HIDDEN) ;

ADD : 'ADD' -> mode(ARGUMENTS) ;
ARG : 'ARG' -> mode(ARGUMENTS) ;
CMD : 'CMD' -> mode(ARGUMENTS) ;
COPY : 'COPY' -> mode(ARGUMENTS) ;
ENTRYPOINT : 'ENTRYPOINT' -> mode(ARGUMENTS) ;
ENV : 'ENV' -> mode(ARGUMENTS) ;
EXPOSE : 'EXPOSE' -> mode(ARGUMENTS) ;
FROM : 'FROM' -> mode(ARGUMENTS) ;
HEALTHCHECK : 'HEALTHCHECK' -> mode(ARGUMENTS) ;
LABEL : 'LABEL' -> mode(ARGUMENTS) ;
MAINTAINER : 'MAINTAINER' -> mode(ARGUMENTS) ;
ONBUILD : 'ONBUILD' -> mode(ARGUMENTS) ;
RUN : 'RUN' -> mode(ARGUMENTS) ;
SHELL : 'SHELL' -> mode(ARGUMENTS) ;
STOPSIGNAL : 'STOPSIGNAL' -> mode(ARGUMENTS) ;
USER : 'USER' -> mode(ARGUMENTS) ;
VOLUME : 'VOLUME' -> mode(ARGUMENTS) ;
WORKDIR : 'WORKDIR' -> mode(ARGUMENTS) ;

// Any other name; LexerState makes it a keyword when a continuation split one.
UNKNOWN : ~[\t\u000B\f\r\n #\u0001\u0003] NAME_REST -> mode(ARGUMENTS) ;
fragment NAME_REST : CHAR* ( CONT CHAR+ )* ;

// Continuations and nothing else up to the end of the file: an instruction without a name.
NAMELESS : CONT EOF ;
CONTINUATION : CONT -> channel(HIDDEN) ;

// ---- the trigger of an ONBUILD, where `#` begins no comment ----

mode TRIGGER;

TRIGGER_NAME : CHAR NAME_REST -> type(UNKNOWN), mode(ARGUMENTS) ;

// ---- after a keyword: flags; LexerState leaves this mode where the arguments begin ----

mode ARGUMENTS;

GAP : BLANK+ -> channel(HIDDEN) ;
NEWLINE : BLANK* '\n' -> mode(DEFAULT_MODE) ;
ARGUMENTS_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;
FLAG_NAME : '-' CONT* '-' ( FLAG_CHAR+ ( CONT FLAG_CHAR+ )* )? ;
FLAG_EQUALS : '=' -> mode(FLAG) ;

// A backslash escapes in flags, whatever the escape character of the file.
fragment FLAG_CHAR
  : ~[\t\u000B\f\r\n =\\'"\u0001\u0002\u0004\u0005]
  | FLAG_ESCAPE
  | FLAG_QUOTED
  ;
fragment FLAG_ESCAPE
  : BACKSLASH ~'\n'
  | BACKSLASH {lineEnds()}?
  ;
fragment FLAG_QUOTED
  : '"' ( ~["\\\n\u0001\u0004\u0005] | FLAG_ESCAPE | CONT )* '"'
  | '\'' ( ~['\\\n\u0001\u0004\u0005] | FLAG_ESCAPE | CONT )* '\''
  | ['"] {unclosed()}? ( ~[\n\u0001] | CONT )*
  ;

mode FLAG;

FLAG_VALUE : FLAG_VALUE_CHAR+ ( CONT FLAG_VALUE_CHAR+ )* -> mode(ARGUMENTS) ;
fragment FLAG_VALUE_CHAR : FLAG_CHAR | '=' ;
FLAG_GAP : BLANK+ -> type(GAP), channel(HIDDEN), mode(ARGUMENTS) ;
FLAG_NEWLINE : BLANK* '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
FLAG_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;

// ---- words between ASCII blanks: FROM, EXPOSE, ADD, COPY, VOLUME ----

mode WORDS;

WORD : CHARS ;
WORDS_GAP : SPACE+ -> type(GAP), channel(HIDDEN) ;
WORDS_NEWLINE : SPACE* '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
WORDS_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;

// ---- HEALTHCHECK: a word, then a command ----

mode HEALTH;

HEALTH_WORD : CHARS -> type(WORD), mode(COMMAND) ;

// LexerState leaves this mode where the command begins.
mode COMMAND;

COMMAND_GAP : BLANK+ -> type(GAP), channel(HIDDEN) ;
COMMAND_NEWLINE : BLANK* '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
COMMAND_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;

// ---- the rest of the line as it is: shell forms, USER, WORKDIR and the like ----

mode REST;

TEXT : ~[\n\u0001]+ ;
REST_NEWLINE : '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
REST_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;

// ---- JSON form: LexerState has seen that it is an array of strings ----

mode JSON;

LBRACKET : '[' ;
RBRACKET : ']' ;
COMMA : ',' ;
JSON_STRING : '"' ( JSON_CHAR | CONT )* '"' ;
fragment JSON_CHAR
  : ~["\\\t\u000B\f\r\n\u0001\u0004\u0005]
  | BACKSLASH CONT* ["\\\u0004\u0005/BFNRTU]
  ;
JSON_GAP : BLANK+ -> type(GAP), channel(HIDDEN) ;
JSON_NEWLINE : BLANK* '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
JSON_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;

// ---- quoted words: ENV, LABEL, ARG ----

mode PAIRS;

PART : ( ~[\t\u000B\f\r\n '"\u0001\u0002\u0004-\u0007] | [\u0004\u0006] ~'\n' )+ ;
DOUBLE_OPEN : '"' -> type(QUOTE_OPEN), mode(DOUBLE_QUOTED) ;
QUOTE_OPEN : '\'' -> mode(SINGLE_QUOTED) ;
SEPARATOR : BLANK+ ;
FINAL_ESCAPE : [\u0005\u0007] -> channel(HIDDEN) ;
PAIRS_NEWLINE : BLANK* '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
PAIRS_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;

mode DOUBLE_QUOTED;

DOUBLE_PART : ( ~["\n\u0001\u0004-\u0007] | [\u0004\u0006] ~'\n' )+ -> type(PART) ;
QUOTE_CLOSE : '"' -> mode(PAIRS) ;
DOUBLE_FINAL_ESCAPE : [\u0005\u0007] -> type(FINAL_ESCAPE), channel(HIDDEN) ;
DOUBLE_NEWLINE : '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
DOUBLE_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;

mode SINGLE_QUOTED;

SINGLE_PART : ~['\n\u0001]+ -> type(PART) ;
SINGLE_CLOSE : '\'' -> type(QUOTE_CLOSE), mode(PAIRS) ;
SINGLE_NEWLINE : '\n' -> type(NEWLINE), mode(DEFAULT_MODE) ;
SINGLE_CONTINUATION : CONT -> type(CONTINUATION), channel(HIDDEN) ;
