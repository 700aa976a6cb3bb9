// mongod stands in for MongoDB's server: FerretDB with SQLite below, and before it what FerretDB lacks and
// CLP asks for: a replica set of one, and an index that may be made twice.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
	"gopkg.in/yaml.v3"
)

// config is what mongod.conf may hold. As with the real mongod, an unknown key is an error.
type config struct {
	Replication struct {
		ReplSetName string `yaml:"replSetName"`
	} `yaml:"replication"`
	SystemLog struct {
		Destination     string `yaml:"destination"`
		Path            string `yaml:"path"`
		LogAppend       bool   `yaml:"logAppend"`
		TimeStampFormat string `yaml:"timeStampFormat"`
	} `yaml:"systemLog"`
	Storage struct {
		DBPath string `yaml:"dbPath"`
	} `yaml:"storage"`
	Net struct {
		Port   int    `yaml:"port"`
		BindIP string `yaml:"bindIp"`
	} `yaml:"net"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "mongod: %v\n", err)
		os.Exit(1)
	}
}

func run() error {
	settings, err := settings()
	if err != nil {
		return err
	}
	log, err := logger(settings)
	if err != nil {
		return err
	}
	data := settings.Storage.DBPath
	// Fails early, with a word on why, where the directory is not ours.
	if err := os.WriteFile(filepath.Join(data, "mongod.lock"), nil, 0o600); err != nil {
		return err
	}

	sockets, err := os.MkdirTemp("", "mongod-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(sockets)
	behind := filepath.Join(sockets, "ferretdb")
	database, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{Unix: behind},
		Logger:    log,
		Handler:   "sqlite",
		SQLiteURL: "file:" + data + "/",
	})
	if err != nil {
		return err
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	listener, err := net.Listen("tcp", fmt.Sprintf("%s:%d", settings.Net.BindIP, settings.Net.Port))
	if err != nil {
		return err
	}
	set, err := openReplicaSet(settings.Replication.ReplSetName, filepath.Join(data, "replica-set.bson"))
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		listener.Close()
	}()
	go serve(listener, behind, set, log)
	log.Info("Waiting for connections", "address", listener.Addr().String())
	err = database.Run(ctx)
	log.Info("Shutting down")
	return err
}

func settings() (*config, error) {
	file := flag.String("config", "", "")
	bind := flag.String("bind_ip", "", "")
	port := flag.Int("port", 0, "")
	data := flag.String("dbpath", "", "")
	name := flag.String("replSet", "", "")
	flag.Parse()
	if flag.NArg() > 0 {
		return nil, fmt.Errorf("too many arguments: %v", flag.Args())
	}
	read := &config{}
	if *file != "" {
		from, err := os.Open(*file)
		if err != nil {
			return nil, err
		}
		defer from.Close()
		decoder := yaml.NewDecoder(from)
		decoder.KnownFields(true)
		if err := decoder.Decode(read); err != nil {
			return nil, fmt.Errorf("%s: %w", *file, err)
		}
	}
	either := func(text, otherwise string) string {
		if text != "" {
			return text
		}
		return otherwise
	}
	read.Net.BindIP = either(*bind, either(read.Net.BindIP, "127.0.0.1"))
	read.Storage.DBPath = either(*data, either(read.Storage.DBPath, "/data/db"))
	read.Replication.ReplSetName = either(*name, read.Replication.ReplSetName)
	if *port != 0 {
		read.Net.Port = *port
	}
	if read.Net.Port == 0 {
		read.Net.Port = 27017
	}
	return read, nil
}

func logger(settings *config) (*slog.Logger, error) {
	to := os.Stdout
	if settings.SystemLog.Destination == "file" {
		mode := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		if settings.SystemLog.LogAppend {
			mode = os.O_CREATE | os.O_WRONLY | os.O_APPEND
		}
		file, err := os.OpenFile(settings.SystemLog.Path, mode, 0o600)
		if err != nil {
			return nil, err
		}
		to = file
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: slog.LevelInfo})), nil
}
