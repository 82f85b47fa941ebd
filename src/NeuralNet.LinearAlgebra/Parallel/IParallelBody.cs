namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes the parts of a piece of work. The parts are independent: a <see cref="WorkerPool"/> runs them on several threads, in any order.
/// </summary>
/// <remarks>
/// Implementations are structs: a call of <see cref="WorkerPool.Run{TBody}"/> then allocates nothing, and each body has compiled code of
/// its own. All threads share one copy of the struct.
/// </remarks>
public interface IParallelBody
{
    /// <summary>Computes one part.</summary>
    /// <param name="index">The index of the part, from 0 to the number of parts - 1.</param>
    void Run(int index);
}
