from .. import first as up
from ..first import VALUE
HERE = __name__
