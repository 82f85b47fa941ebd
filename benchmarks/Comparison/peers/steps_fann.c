/* Times training steps of FANN. Usage: steps_fann THREADS SECONDS NETWORK... ; prints "NETWORK MICROSECONDS" lines.
 * A step is one epoch of batch training over as many rows as the batch has; FANN has no Adam, so it is gradient descent always.
 * FANN runs on one thread. */
#include <fann.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;
    return difference < 0 ? -1 : difference > 0;
}

static unsigned parse_layers(const char *network, unsigned *sizes)
{
    unsigned count = 0;
    char *end = (char *)network - 1;
    do
        sizes[count++] = (unsigned)strtoul(end + 1, &end, 10);
    while (*end == '-');
    return count;
}

static double time_step(const char *network, double seconds)
{
    unsigned sizes[16], layers = parse_layers(network, sizes);
    unsigned batch = (unsigned)atoi(strchr(network, ':') + 1);
    struct fann *net = fann_create_standard_array(layers, sizes);
    struct fann_train_data *data = fann_create_train(batch, sizes[0], sizes[layers - 1]);
    for (unsigned i = 0; i < batch; i++) {
        for (unsigned k = 0; k < sizes[0]; k++)
            data->input[i][k] = (fann_type)rand() / RAND_MAX;
        for (unsigned k = 0; k < sizes[layers - 1]; k++)
            data->output[i][k] = (fann_type)rand() / RAND_MAX;
    }
    fann_set_activation_function_hidden(net, sizes[layers - 1] == 1 ? FANN_SIGMOID_SYMMETRIC : FANN_LINEAR_PIECE);
    fann_set_activation_function_output(net, FANN_SIGMOID);
    fann_set_training_algorithm(net, FANN_TRAIN_BATCH);
    fann_set_learning_rate(net, 0.01f);

    double start = now();
    for (int i = 0; i < 20; i++)
        fann_train_epoch(net, data);
    double once = (now() - start) / 20;
    int count = (int)(seconds / 10 / once) + 1;
    double rounds[10];
    for (int round = 0; round < 10; round++) {
        start = now();
        for (int i = 0; i < count; i++)
            fann_train_epoch(net, data);
        rounds[round] = (now() - start) / count * 1e6;
    }
    qsort(rounds, 10, sizeof(double), ascending);
    fann_destroy_train(data);
    fann_destroy(net);
    return (rounds[4] + rounds[5]) / 2;
}

int main(int argc, char **argv)
{
    double seconds = atof(argv[2]);
    if (strcmp(argv[3], "--version") == 0) {
        puts("FANN");
        return 0;
    }
    for (int i = 3; i < argc; i++) {
        printf("%s %f\n", argv[i], time_step(argv[i], seconds));
        fflush(stdout);
    }
    return 0;
}
