# sys.exit with a text: printed on stderr, exit code 1.
import sys
print("out")
sys.exit("fatal: something")
