# The client libraries of CLP's Python, where its package has them. MariaDB's has no wheel.
tools="gcc libc6-dev libmariadb-dev python3-dev python3-pip python3-setuptools python3-wheel python3-packaging"
# shellcheck disable=SC2086 # a list of names
apt-get -q -y install --no-install-recommends $tools
python3 -m pip install --quiet --no-input --no-compile --require-hashes --no-build-isolation \
  --only-binary :all: --no-binary mariadb --target /opt/clp/lib/python3/site-packages -r /requirements.txt
# shellcheck disable=SC2086 # a list of names
apt-get -q -y purge --autoremove $tools
apt-get -q -y clean
rm /requirements.txt
# Without it each program compiles each library whenever it starts; by no time of a file, which a layer does not keep.
python3 -m compileall -q --invalidation-mode unchecked-hash /opt/clp/lib/python3/site-packages
