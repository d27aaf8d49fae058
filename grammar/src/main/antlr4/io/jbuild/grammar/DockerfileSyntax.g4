/*
 * The structure of a Dockerfile. It takes every sequence of tokens that the lexer can give: what an
 * instruction demands of its flags and arguments is checked afterwards, where messages can say more.
 */
parser grammar DockerfileSyntax;

options { tokenVocab = DockerfileTokens; }

// A file is instructions up to its end; they are read one by one, so that none is held.
instruction : ( onbuild+ statement? | statement ) ( NEWLINE heredoc* )? ;

onbuild : ONBUILD flags ;

statement
  : keyword=( FROM | EXPOSE ) flags words
  | keyword=( ADD | COPY | VOLUME ) flags ( strings | words )
  | keyword=( RUN | CMD | ENTRYPOINT | SHELL ) flags ( strings | text )
  | keyword=HEALTHCHECK flags ( kind=WORD ( strings | text ) )?
  | keyword=( ENV | LABEL | ARG ) flags pairs
  | keyword=( MAINTAINER | STOPSIGNAL | USER | WORKDIR | UNKNOWN ) flags text
  | keyword=NAMELESS
  ;

flags : flag* END_OF_FLAGS? ;

flag : FLAG_NAME ( FLAG_EQUALS FLAG_VALUE? )? ;

words : WORD* ;

text : TEXT* ;

strings : LBRACKET ( JSON_STRING ( COMMA JSON_STRING )* )? RBRACKET ;

pairs : ( pair ( SEPARATOR+ pair )* )? SEPARATOR* ;

pair : ( PART | quoted )+ ;

quoted : QUOTE_OPEN PART* QUOTE_CLOSE? ;

heredoc : HEREDOC_BODY HEREDOC_END? | HEREDOC_END ;
