#!/usr/bin/env escript
%% RabbitMQ loads every module of every application that it knows, to look for what its own modules say of themselves
%% (boot steps, feature flags). The applications that have none are told to have no modules: those that are needed are
%% loaded when they are, and a start has a third less to load.
main(Files) ->
    [write(File, consult(File)) || File <- Files].

consult(File) ->
    {ok, [{application, Name, Keys}]} = file:consult(File),
    {application, Name, lists:keystore(modules, 1, Keys, {modules, []})}.

write(File, Application) ->
    ok = file:write_file(File, io_lib:format("~p.~n", [Application])).
