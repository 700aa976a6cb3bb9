package main

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"

	"clp-compile-mongod/wire"

	"go.mongodb.org/mongo-driver/v2/bson"
)

func serve(listener net.Listener, behind string, set *replicaSet, log *slog.Logger) {
	for {
		client, err := listener.Accept()
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				log.Error("Cannot accept a connection", "error", err)
			}
			return
		}
		go func() {
			defer client.Close()
			if err := talk(client, behind, set); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
				log.Warn("Connection ended", "error", err)
			}
		}()
	}
}

// talk serves one connection, one request after the other, as drivers send them.
func talk(client net.Conn, behind string, set *replicaSet) error {
	server, err := net.Dial("unix", behind)
	if err != nil {
		return err
	}
	defer server.Close()
	ask := func(request *wire.Message) (*wire.Message, error) {
		if _, err := server.Write(request.Bytes); err != nil {
			return nil, err
		}
		if !request.WantsAnswer() {
			return nil, nil
		}
		return wire.Read(server)
	}
	for {
		request, err := wire.Read(client)
		if err != nil {
			return err
		}
		answer, err := respond(request, set, ask)
		if err != nil {
			return err
		}
		if answer == nil {
			continue
		}
		if _, err := client.Write(answer.Bytes); err != nil {
			return err
		}
	}
}

func respond(request *wire.Message, set *replicaSet, ask func(*wire.Message) (*wire.Message, error)) (*wire.Message, error) {
	command, err := request.Command()
	if err != nil || len(command) == 0 {
		return ask(request)
	}
	if answer := set.answer(command); answer != nil {
		return wire.Answer(request, answer)
	}
	switch strings.ToLower(command[0].Key) {
	case "hello", "ismaster":
		said, err := document(ask(request))
		if err != nil {
			return nil, err
		}
		return wire.Answer(request, set.greet(said))
	case "createindexes":
		return createIndexes(request, command, ask)
	}
	return ask(request)
}

// createIndexes leaves out the indexes that are there already: FerretDB ends when one is made again.
func createIndexes(request *wire.Message, command bson.D, ask func(*wire.Message) (*wire.Message, error)) (*wire.Message, error) {
	wanted, listed := wire.Get(command, "indexes").(bson.A)
	if !listed || request.HasDocumentsBeside() {
		return wire.Answer(request, failed(badValue, "BadValue", "this stand-in takes indexes within the command alone"))
	}
	list, err := wire.Request(request.ID(), bson.D{
		{Key: "listIndexes", Value: command[0].Value},
		{Key: "$db", Value: wire.Get(command, "$db")},
	})
	if err != nil {
		return nil, err
	}
	said, err := document(ask(list))
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	cursor, _ := wire.Get(said, "cursor").(bson.D)
	batch, _ := wire.Get(cursor, "firstBatch").(bson.A)
	for _, index := range batch {
		there[name(index)] = true
	}
	missing := bson.A{}
	for _, index := range wanted {
		if !there[name(index)] {
			missing = append(missing, index)
		}
	}
	if len(missing) == 0 {
		return wire.Answer(request, bson.D{
			{Key: "numIndexesBefore", Value: int32(len(batch))},
			{Key: "numIndexesAfter", Value: int32(len(batch))},
			{Key: "note", Value: "all indexes already exist"},
			{Key: "ok", Value: float64(1)},
		})
	}
	rest, err := wire.Request(request.ID(), wire.Set(command, "indexes", missing))
	if err != nil {
		return nil, err
	}
	said, err = document(ask(rest))
	if err != nil {
		return nil, err
	}
	return wire.Answer(request, said)
}

func document(answer *wire.Message, err error) (bson.D, error) {
	if err != nil {
		return nil, err
	}
	return answer.Command()
}

func name(index any) string {
	document, _ := index.(bson.D)
	text, _ := wire.Get(document, "name").(string)
	return text
}
