é = 1
naïve = é
变量 = 2
ﬁ = 3
𝔘𝔫𝔦 = 4
def ñ(ü, *, ß=1): return ü + ß
class Ω: µ = 1
x.ª = 5
import ö as ä
