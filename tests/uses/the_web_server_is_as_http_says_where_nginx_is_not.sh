# examples/httpd.c gets requests that are not what they should be, and so does
# nginx: parts/hostile.c tells what each of them answers, and why where they differ.
nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || {
    echo "nginx is not installed"
    exit 77
}
"$PIRN" cc gcc -O2 "$SRC/examples/httpd.c" -o httpd
"$PIRN" cc gcc -Wall -O2 "$SRC/tests/uses/parts/hostile.c" -o hostile
mkdir -p www/sub
echo index >www/index.html
echo page >www/sub/page.txt
echo secret >secret
ln -s ../secret www/link
cat >nginx.conf <<END
daemon off; master_process off; pid nginx.pid; error_log stderr crit;
events { worker_connections 64; }
http {
    access_log off; disable_symlinks on;
    client_header_timeout 1s; client_body_timeout 1s;
    client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
    uwsgi_temp_path t4; scgi_temp_path t5;
    server { listen unix:$PWD/nginx.sock; root www; }
}
END
"$nginx" -e stderr -p "$PWD" -c nginx.conf &
beside=$!
for workers in 1 2; do
    rm -f log
    PIRN_WORKERS=$workers ./httpd -p 0 -t 1 www >log &
    server=$!
    until grep -qs listening log; do sleep 0.05; done
    ./hostile httpd "$(sed 's/.*://' log)"
    kill $server
    wait $server
done
until [ -S nginx.sock ]; do sleep 0.05; done
# Others of its versions may have changed their mind.
./hostile nginx ./nginx.sock || { "$nginx" -v 2>&1 | grep -v '/1\.22\.'; }
kill $beside
wait $beside || :
rm -f nginx.sock
