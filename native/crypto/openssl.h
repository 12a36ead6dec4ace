#pragma once

#include <cstddef>

/// The few functions of OpenSSL 3 that the addon calls, declared by hand. Every Node exports them, whether it carries
/// OpenSSL in itself or is linked with that of the system, but the headers that addons are built with come from
/// node-api-headers, which has none of OpenSSL's. A development package would be one more thing to install, and a second
/// copy of OpenSSL one more to keep up to date. So nothing is linked: the names are found in the process that loads the
/// addon, and what calls them stays out of programs that are no Node (native/core and its tests).
///
/// Only functions whose signatures are those of OpenSSL 3.0, on opaque types: no structure of OpenSSL's is laid out here.
extern "C" {

struct evp_md_st;
struct evp_md_ctx_st;
struct evp_cipher_st;
struct evp_cipher_ctx_st;
struct ossl_lib_ctx_st;
struct ossl_param_st;

evp_md_st* EVP_MD_fetch(ossl_lib_ctx_st* library, const char* algorithm, const char* properties);
void EVP_MD_free(evp_md_st* digest);
evp_md_ctx_st* EVP_MD_CTX_new();
void EVP_MD_CTX_free(evp_md_ctx_st* context);
int EVP_DigestInit_ex2(evp_md_ctx_st* context, const evp_md_st* digest, const ossl_param_st* parameters);
int EVP_DigestUpdate(evp_md_ctx_st* context, const void* data, size_t size);
int EVP_DigestFinal_ex(evp_md_ctx_st* context, unsigned char* out, unsigned int* size);

evp_cipher_st* EVP_CIPHER_fetch(ossl_lib_ctx_st* library, const char* algorithm, const char* properties);
void EVP_CIPHER_free(evp_cipher_st* cipher);
evp_cipher_ctx_st* EVP_CIPHER_CTX_new();
void EVP_CIPHER_CTX_free(evp_cipher_ctx_st* context);
int EVP_CIPHER_CTX_ctrl(evp_cipher_ctx_st* context, int type, int argument, void* pointer);
int EVP_EncryptInit_ex2(evp_cipher_ctx_st* context, const evp_cipher_st* cipher, const unsigned char* key,
                        const unsigned char* iv, const ossl_param_st* parameters);
int EVP_EncryptUpdate(evp_cipher_ctx_st* context, unsigned char* out, int* out_size, const unsigned char* in,
                      int in_size);
int EVP_EncryptFinal_ex(evp_cipher_ctx_st* context, unsigned char* out, int* out_size);
int EVP_DecryptInit_ex2(evp_cipher_ctx_st* context, const evp_cipher_st* cipher, const unsigned char* key,
                        const unsigned char* iv, const ossl_param_st* parameters);
int EVP_DecryptUpdate(evp_cipher_ctx_st* context, unsigned char* out, int* out_size, const unsigned char* in,
                      int in_size);
int EVP_DecryptFinal_ex(evp_cipher_ctx_st* context, unsigned char* out, int* out_size);

int CRYPTO_memcmp(const void* a, const void* b, size_t size);
void OPENSSL_cleanse(void* data, size_t size);

int ERR_set_mark();
int ERR_pop_to_mark();

}  // extern "C"
