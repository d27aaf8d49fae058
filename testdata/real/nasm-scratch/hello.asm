section .data
text: db "hello from nowhere", 10
length: equ $ - text

section .text
global _start
_start:
  mov rax, 1
  mov rdi, 1
  mov rsi, text
  mov rdx, length
  syscall
  mov rax, 60
  xor rdi, rdi
  syscall
