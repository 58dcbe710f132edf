a = f'''
{x}
  {y
   + 1}
'''
b = f"{x:{'a'}}" f'''{
    z
}'''
c = (f'one {x} '
     f'two {y} '
     'three')
d = f'{'nested' + f'{"quotes"}'}'
e = rf'\d{x}\n'
f = F'{x}' Rf'\{y}'
g = f'\N{DIGIT ONE}{x}\x41'
h = f'{x
:>5}'
i = f'{x # comment
}'
