using NeuralNet;
using NeuralNet.Mpi;
using NeuralNet.Mpi.Tests;

// The program that tests start with mpirun: the name of a job, the folder of its results, and arguments of the job. An exception ends it
// with the exit code 3.
try
{
    return Jobs.Run(args[0], args[1], args[2..]);
}
catch (Exception exception) when (
    exception is MpiException or ArgumentException or RankFailedException or InvalidOperationException or TimeoutException)
{
    Console.Error.WriteLine($"{exception.GetType().Name}: {exception.Message}");
    return 3;
}
