#!/usr/bin/env escript
%% RabbitMQ loads every module of every application that it knows, to look for what some of its own modules say of
%% themselves: `rabbit_boot_step`, `rabbit_feature_flag`, `rabbit_upgrade`. The applications are told to have those
%% alone: others are loaded when they are needed.
main(Files) ->
    [write(File, consult(File)) || File <- Files].

consult(File) ->
    {ok, [{application, Name, Keys}]} = file:consult(File),
    Modules = proplists:get_value(modules, Keys, []),
    Few = [Module || Module <- Modules, says_something(filename:join(filename:dirname(File), Module))],
    {application, Name, lists:keystore(modules, 1, Keys, {modules, Few})}.

says_something(Beam) ->
    case beam_lib:chunks(Beam, [attributes]) of
        {ok, {_, [{attributes, Attributes}]}} ->
            lists:any(fun({Name, _}) -> lists:prefix("rabbit_", atom_to_list(Name)) end, Attributes);
        {error, beam_lib, {file_error, _, enoent}} ->
            false
    end.

write(File, Application) ->
    ok = file:write_file(File, io_lib:format("~p.~n", [Application])).
