# Java's package makes links to manual pages, whose folder the base lacks.
mkdir -p /usr/share/man/man1
apt-get -q -y update
apt-get -q -y install --no-install-recommends openjdk-17-jre-headless python3
apt-get -q -y clean
