a = f'{x}'.join(y)
b = ''.join(f'{x}' for x in y)
c = f'{a}{b}{c}{d}{e}{g}{h}{i}{j}{k}{l}{m}{n}{o}{p}{q}{r}{s}{t}{u}{v}{w}{x}{y}{z}{a}{b}{c}{d}{e}{g}'
d = f'{x}{y:{z}}'
e = f'{1}{2.5}{None!r}'
f = f'{"constant"}'
