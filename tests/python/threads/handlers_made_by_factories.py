# A server's thread makes its handlers by way of a factory that passes arguments on: while it waits in one, its client goes on.
import http.client
import http.server
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, *args, greeting, **kwargs):
        self.greeting = greeting
        super().__init__(*args, **kwargs)

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.greeting.encode() + self.path.encode())

    def log_message(self, format, *args):
        pass


def make_handler(*args, **kwargs):
    return Handler(*args, greeting='hello ', **kwargs)


server = http.server.HTTPServer(('127.0.0.1', 0), make_handler)
server.socket.settimeout(20)
thread = threading.Thread(target=lambda: [server.handle_request() for _ in range(4)])
thread.start()
for number in range(4):
    client = http.client.HTTPConnection('127.0.0.1', server.server_port, timeout=20)
    client.connect()
    accepted = threading.Event()
    accepted.wait(0.05)
    # By now the handler waits for the request.
    client.request('GET', f'/{number}')
    print(client.getresponse().read())
    client.close()
thread.join()
server.server_close()


class Base:
    def __init__(self, *args, **kwargs):
        self.given = args, kwargs

    @classmethod
    def make(cls, *args, **kwargs):
        return cls(*args, **kwargs)


class Refuses(Base):
    def __init__(self, first, /, second=2, *, third):
        super().__init__(first, second, third=third)
        if second == 3:
            raise ValueError('no')


class Returns(Base):
    def __init__(self, *args):
        return args


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs).given)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


for _ in range(30):
    made = Base.make(1, *[2, 3], a=4, **{'b': 5})
print(made.given)
attempt(Refuses.make, 1, third=3)
attempt(Refuses.make, 1, 3, third=3)
attempt(Refuses.make, 1)
attempt(Refuses.make, 1, 2, 3, third=4)
attempt(Refuses.make, 1, fourth=4, third=3)
attempt(Returns.make, 1)
