"""Flags, widths and modifiers of strftime, alone and at the end of a format."""

import datetime
import time

t = time.struct_time((2026, 3, 5, 4, 7, 9, 3, 64, 0))
for fmt in ['', '%', 'a%', '%%', '%%%', '%Y-%m-%d %H:%M:%S', '%-d|%_d|%05d|%e|%_3e|%-e', '%^a|%#p|%p|%^B|%#Z', '%10A|%010A|%-10A',
            '%Ey|%Od|%EY', '%Q|%L|%é', '%d%Q%d', '%j%U%W%V%G%g%u%w', '%C|%y|%I|%l|%k|%D|%F|%T|%R|%r|%c|%x|%X', '%n%t|', '%-_0d|%0_-d|%^^a',
            'é%dé', '%3S|%03S|%_3S|%1S', '%h%b%P']:
    print(repr(fmt), repr(time.strftime(fmt, t)))
for year in (1, 99, 999, 9999):
    print(time.strftime('%Y %y %C %05Y', time.struct_time((year, 12, 31, 23, 59, 59, 6, 365, 0))))

naive = datetime.datetime(2026, 3, 5, 4, 7, 9)
for flags in ['', '-', '_', '0', '^', '#', '10', '-10', '_10', '010', '^10', '#10', 'E', 'O', '5E', '5E5']:
    for letter in 'abcdeghjklmnpqrtuwxyzABCDFGHIMPQRSTUVWXYZ%':
        fmt = f'%{flags}{letter}'
        print(fmt, repr(time.strftime(fmt, t)), repr(naive.strftime(fmt)))
for fmt in ['%5', '%-5', '%10E', '%5é', '%_', '%E', '%^é']:
    print(fmt, repr(time.strftime(fmt, t)))
