%% RabbitMQ's boot, with the modules that it loads in any case loaded at once: one at a time, Erlang copies its table
%% of all functions for each, which is a quarter of a start. Which they are is what one start has loaded, when the
%% image was made (record/0); others are loaded when they are needed.
-module(all_at_once).
-export([boot/0, record/0]).

boot() ->
    {ok, [Modules]} = file:consult(modules_file()),
    ok = code:ensure_modules_loaded(Modules),
    rabbit:boot().

%% Boots, writes down what is loaded, and ends.
record() ->
    rabbit:boot(),
    Modules = [Module || {Module, File} <- code:all_loaded(), is_list(File), filelib:is_regular(File)],
    ok = file:write_file(modules_file(), io_lib:format("~p.~n", [lists:sort(Modules)])),
    halt(0).

modules_file() ->
    filename:join(filename:dirname(code:which(?MODULE)), "modules").
