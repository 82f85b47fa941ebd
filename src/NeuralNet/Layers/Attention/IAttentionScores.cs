using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>A function of a query and a key, whose softmax over the keys weights the values.</summary>
internal interface IAttentionScores
{
    /// <summary>Writes the scores of a block of queries and keys.</summary>
    void Write(in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand scores);

    /// <summary>Adds the gradient of the queries.</summary>
    /// <param name="gradients">The gradients of the scores of a block.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="sum">The gradients of the queries.</param>
    /// <param name="beta">1, or 0 where the sum holds nothing yet.</param>
    void AddQueryGradient(in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand sum, float beta);

    /// <summary>Adds the gradient of the keys.</summary>
    /// <inheritdoc cref="AddQueryGradient"/>
    void AddKeyGradient(in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand sum, float beta);

    /// <summary>Adds the gradients of the parameters of the function to sums of their own for a part of the pass.</summary>
    void AddParameterGradients(in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, int part);
}
