// One command a file: it checks what the user asked for, makes a plan, calls a library, shows the
// result. Support/ holds what several commands share. No algorithm lives here.
