using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>The scores q·k.</summary>
internal readonly struct DotScores : IAttentionScores
{
    public void Write(in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand scores) =>
        MatrixProduct.Multiply(queries, keys with { IsTransposed = true }, scores);

    public void AddQueryGradient(
        in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand sum, float beta) =>
        MatrixProduct.Multiply(gradients, keys, sum, beta);

    public void AddKeyGradient(
        in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand sum, float beta) =>
        MatrixProduct.Multiply(gradients with { IsTransposed = true }, queries, sum, beta);

    public void AddParameterGradients(in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, int part)
    {
    }
}
