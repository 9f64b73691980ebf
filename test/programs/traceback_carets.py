a = [1]
b = "x"
foo = lambda q: a[ 0 ][b ]
foo (  3 )
