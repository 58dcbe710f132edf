"""doc"""
from __future__ import annotations, division
from __future__ import generator_stop as g
import a
x: int = 1
