# The web UI's database clients as one file, as bundlers make it: to find and read the hundreds that they come in is
# a third of what the server's start costs.
root=$1
esbuild=$PWD/../../../../node_modules/.bin/esbuild
cd "$root/opt/clp/var/www/webui/server"
echo 'module.exports = { mongodb: require("mongodb"), mysql: require("mysql2/promise") };' |
  "$esbuild" --bundle --platform=node --log-level=error --outfile=clients.js
chmod 644 clients.js
