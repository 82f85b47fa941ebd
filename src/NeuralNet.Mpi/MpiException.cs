namespace NeuralNet.Mpi;

/// <summary>
/// An error of MPI: its library is missing or does not fit the program that started the processes, a call has failed, or the processes
/// exchange different things.
/// </summary>
public sealed class MpiException : Exception
{
    internal MpiException(string message)
        : base(message)
    {
    }
}
