#!/bin/sh
# nginx, with one worker, its log off and sendfile on.
. bench/httpd/measure
nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || exit
port=$((20000 + $$ % 10000))
here=$(cd "$here/parts" && pwd)
cat >"$here/nginx.conf" <<END
daemon off; master_process off; pid nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http {
    access_log off; sendfile on; keepalive_requests 1000000000;
    types { text/plain txt; }
    client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
    uwsgi_temp_path t4; scgi_temp_path t5;
    server { listen 127.0.0.1:$port; root www; }
}
END
taskset -c "$last" "$nginx" -e stderr -p "$here" -c nginx.conf &
sleep 0.5
measure $! $port
