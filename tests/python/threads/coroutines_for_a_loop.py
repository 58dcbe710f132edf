import asyncio, threading
async def coro(x):
    await asyncio.sleep(0.05); return x*2
async def main():
    loop=asyncio.get_running_loop()
    def worker():
        f=asyncio.run_coroutine_threadsafe(coro(21),loop)
        print('got',f.result(timeout=5))
    t=threading.Thread(target=worker); t.start()
    await asyncio.sleep(0.3)
    t.join()
    r=await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(coro(4),loop).result())
    print(r)
asyncio.run(main())
# loop in a thread
loop=asyncio.new_event_loop()
t=threading.Thread(target=loop.run_forever,daemon=True); t.start()
print(asyncio.run_coroutine_threadsafe(coro(5),loop).result())
fs=[asyncio.run_coroutine_threadsafe(coro(i),loop) for i in range(5)]
print([f.result(2) for f in fs])
loop.call_soon_threadsafe(loop.stop); t.join(2); print(t.is_alive())
