namespace NeuralNet.LinearAlgebra;

/// <summary>A piece of work cut into independent parts that any thread may run in any order.</summary>
internal interface IParallelBody
{
    /// <summary>Does part <paramref name="index"/>.</summary>
    void Run(int index);
}
