%% RabbitMQ's boot, with the modules that it loads in any case loaded at once: one at a time, Erlang copies its table
%% of all functions for each, which is a quarter of a start.
-module(all_at_once).
-export([boot/0]).

boot() ->
    ok = code:ensure_modules_loaded(lists:append([modules(App) || App <- apps()])),
    rabbit:boot().

apps() ->
    [rabbit, rabbit_common, rabbitmq_prelaunch, mnesia, ra, ranch, sasl].

modules(App) ->
    {ok, Files} = file:list_dir(code:lib_dir(App, ebin)),
    [list_to_atom(filename:rootname(File)) || File <- Files, filename:extension(File) =:= ".beam"].
