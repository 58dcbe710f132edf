import a
import a.b
import a.b.c as d
import a as b, c.d, e
from a import b
from a import b as c, d
from a.b import *
from . import x
from .. import y as z
from .m import (n, o as p,)
from ...q.r import s
