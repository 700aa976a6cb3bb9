package main

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"clp-compile-mongod/wire"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// MongoDB's own codes.
const (
	badValue            = 2
	alreadyInitialized  = 23
	noReplicationSet    = 76
	notYetInitialized   = 94
	invalidReplicaSet   = 93
	incompatibleNewConf = 103
)

// replicaSet is a set of one, whose only member is this server: it is the primary as soon as it has a
// configuration, which it keeps in a file.
type replicaSet struct {
	name string
	file string

	mutex  sync.Mutex
	config bson.D
}

func openReplicaSet(name, file string) (*replicaSet, error) {
	set := &replicaSet{name: name, file: file}
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return set, nil
	}
	if err != nil {
		return nil, err
	}
	return set, bson.Unmarshal(raw, &set.config)
}

func failed(code int32, name, format string, args ...any) bson.D {
	return bson.D{
		{Key: "ok", Value: float64(0)},
		{Key: "errmsg", Value: fmt.Sprintf(format, args...)},
		{Key: "code", Value: code},
		{Key: "codeName", Value: name},
	}
}

// answer answers a command that concerns the set; nil where it does not.
func (set *replicaSet) answer(command bson.D) bson.D {
	switch command[0].Key {
	case "replSetInitiate", "replSetReconfig", "replSetGetStatus", "replSetGetConfig":
	default:
		return nil
	}
	set.mutex.Lock()
	defer set.mutex.Unlock()
	if set.name == "" {
		return failed(noReplicationSet, "NoReplicationEnabled", "not running with --replSet")
	}
	if command[0].Key == "replSetInitiate" {
		if set.config != nil {
			return failed(alreadyInitialized, "AlreadyInitialized", "already initialized")
		}
		return set.take(command[0].Value, 1)
	}
	if set.config == nil {
		return failed(notYetInitialized, "NotYetInitialized", "no replset config has been received")
	}
	switch command[0].Key {
	case "replSetReconfig":
		if wire.Get(command, "force") != true {
			return failed(incompatibleNewConf, "NewReplicaSetConfigurationIncompatible", "this stand-in reconfigures by force alone")
		}
		version, _ := wire.Get(set.config, "version").(int32)
		return set.take(command[0].Value, version+1)
	case "replSetGetConfig":
		return bson.D{{Key: "config", Value: set.config}, {Key: "ok", Value: float64(1)}}
	default:
		return bson.D{
			{Key: "set", Value: set.name},
			{Key: "myState", Value: int32(1)},
			{Key: "members", Value: bson.A{bson.D{
				{Key: "_id", Value: int32(0)},
				{Key: "name", Value: set.host()},
				{Key: "health", Value: float64(1)},
				{Key: "state", Value: int32(1)},
				{Key: "stateStr", Value: "PRIMARY"},
				{Key: "self", Value: true},
			}}},
			{Key: "ok", Value: float64(1)},
		}
	}
}

// take makes a document the configuration, and keeps it.
func (set *replicaSet) take(value any, version int32) bson.D {
	config, _ := value.(bson.D)
	if name := wire.Get(config, "_id"); name != set.name {
		return failed(invalidReplicaSet, "InvalidReplicaSetConfig", "the set is %q, not %v", set.name, name)
	}
	members, _ := wire.Get(config, "members").(bson.A)
	if len(members) != 1 {
		return failed(badValue, "BadValue", "this stand-in is a set of one, not of %d", len(members))
	}
	member, _ := members[0].(bson.D)
	if host, _ := wire.Get(member, "host").(string); host == "" {
		return failed(invalidReplicaSet, "InvalidReplicaSetConfig", "the member has no host")
	}
	config = wire.Set(config, "version", version)
	raw, err := bson.Marshal(config)
	if err == nil {
		err = os.WriteFile(set.file, raw, 0o600)
	}
	if err != nil {
		return failed(badValue, "BadValue", "%v", err)
	}
	set.config = config
	return bson.D{{Key: "ok", Value: float64(1)}}
}

func (set *replicaSet) host() string {
	members, _ := wire.Get(set.config, "members").(bson.A)
	member, _ := members[0].(bson.D)
	host, _ := wire.Get(member, "host").(string)
	return host
}

// greet adds the set to the answer to hello, so that drivers take this server for its primary: those that
// connect to a set go on to the host that the configuration names.
func (set *replicaSet) greet(said bson.D) bson.D {
	if set.name == "" {
		return said
	}
	set.mutex.Lock()
	defer set.mutex.Unlock()
	writable := "ismaster"
	if wire.Get(said, writable) == nil {
		writable = "isWritablePrimary"
	}
	if set.config == nil {
		said = wire.Set(said, writable, false)
		said = wire.Set(said, "secondary", false)
		said = wire.Set(said, "isreplicaset", true)
		return wire.Set(said, "info", "Does not have a valid replica set config")
	}
	said = wire.Set(said, "setName", set.name)
	said = wire.Set(said, "setVersion", wire.Get(set.config, "version"))
	said = wire.Set(said, "secondary", false)
	said = wire.Set(said, "hosts", bson.A{set.host()})
	said = wire.Set(said, "primary", set.host())
	return wire.Set(said, "me", set.host())
}
