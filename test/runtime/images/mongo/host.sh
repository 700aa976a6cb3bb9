# Go's modules are pinned by go.sum. See README.md for what this server is, and is not.
root=$1
cd src
CGO_ENABLED=0 GOWORK=off go build -mod=readonly -buildvcs=false -trimpath -ldflags '-s -w' -o "$root/usr/bin/" ./mongod ./mongosh
