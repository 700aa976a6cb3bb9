# The server, with the stand-ins of CLP's connector and of its images' entry points, as test/conformance runs it.
presto=$(sh ../../../conformance/programs/build.sh --folder-of presto)
mkdir -p "$1/opt"
cp -R "$presto" "$1/opt/presto-server"
