using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// y = x·K + b between features and heads: the kernel has the axes of the inputs, then those of the outputs, and the bias those of the
/// outputs. Keras: layers/core/einsum_dense.py, as the layers of attention use it.
/// </summary>
internal sealed class HeadProjection
{
    private readonly Parameter kernel;
    private readonly Parameter? bias;
    private readonly Regularizer? activityRegularizer;
    private readonly int inputs, outputs;

    /// <summary>Declares the kernel and the bias.</summary>
    /// <param name="builder">The builder of the layer.</param>
    /// <param name="name">The name of the projection, which begins those of its parameters: <c>query/kernel</c>.</param>
    /// <param name="inputs">The axes of the inputs: <c>[features]</c> or <c>[heads, size]</c>.</param>
    /// <param name="outputs">The axes of the outputs.</param>
    /// <param name="settings">The settings of the parameters.</param>
    public HeadProjection(LayerBuilder builder, string name, Shape inputs, Shape outputs, ProjectionSettings settings)
    {
        kernel = builder.AddParameter(
            $"{name}/kernel", [.. inputs, .. outputs], settings.KernelInitializer, true, settings.KernelRegularizer,
            settings.KernelConstraint);
        bias = settings.UseBias
            ? builder.AddParameter(
                $"{name}/bias", outputs, settings.BiasInitializer, true, settings.BiasRegularizer, settings.BiasConstraint)
            : null;
        activityRegularizer = settings.ActivityRegularizer;
        this.inputs = inputs.Size;
        this.outputs = outputs.Size;
    }

    /// <summary>Writes the outputs.</summary>
    public void Forward(Tensor x, Tensor y)
    {
        MatrixProduct.Multiply(Matrix(x, inputs), Matrix(kernel.Value, outputs), Matrix(y, outputs));
        if (bias is not null)
            ActivationPass.Forward(Activation.Linear, y, bias.Value, y, outputs);
    }

    /// <summary>Adds the penalty on the outputs to that of the pass.</summary>
    public void AddPenalty(Frame frame, Tensor y)
    {
        if (activityRegularizer is not null)
            frame.Penalty += activityRegularizer.Penalty(y.Data) / frame.BatchSize;
    }

    /// <summary>Adds the gradient of the penalty on the outputs.</summary>
    /// <param name="frame">The frame of the pass.</param>
    /// <param name="y">The outputs.</param>
    /// <param name="gradient">The gradient of the outputs, to which that of the penalty is added.</param>
    /// <param name="workspace">Memory of as many elements.</param>
    public void AddPenaltyGradient(Frame frame, Tensor y, Tensor gradient, Tensor workspace)
    {
        if (activityRegularizer is null)
            return;
        Span<float> ofPenalty = workspace.Data[..y.Length];
        ofPenalty.Clear();
        activityRegularizer.AddGradient(y.Data, ofPenalty);
        TensorPrimitives.MultiplyAdd(ofPenalty, 1f / frame.BatchSize, gradient.Data, gradient.Data);
    }

    /// <summary>Returns whether a backward pass needs the gradient of the outputs.</summary>
    /// <param name="frame">The frame of the pass.</param>
    /// <param name="input">The index of the input of the layer that is projected.</param>
    public bool NeedsGradient(Frame frame, int input) => frame.InputGradients[input] is not null || frame.Gradient(kernel) is not null
        || (bias is not null && frame.Gradient(bias) is not null);

    /// <summary>Writes the gradients of the kernel and the bias, and writes or adds that of the inputs.</summary>
    /// <param name="frame">The frame of the pass.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="gradient">The gradient of the outputs.</param>
    /// <param name="inputGradient">The gradient of the inputs; null if it is not needed.</param>
    /// <param name="adds">Whether the gradient of the inputs holds a contribution already, to which this one is added.</param>
    public void Backward(Frame frame, Tensor x, Tensor gradient, Tensor? inputGradient, bool adds = false)
    {
        if (frame.Gradient(kernel) is { } kernelGradient)
        {
            MatrixProduct.Multiply(
                Matrix(x, inputs) with { IsTransposed = true }, Matrix(gradient, outputs), Matrix(kernelGradient, outputs));
        }

        if (bias is not null && frame.Gradient(bias) is { } biasGradient)
            Rows.Sum(gradient.Data, biasGradient.Data);
        if (inputGradient is not null)
        {
            MatrixProduct.Multiply(
                Matrix(gradient, outputs), Matrix(kernel.Value, outputs) with { IsTransposed = true }, Matrix(inputGradient, inputs),
                beta: adds ? 1 : 0);
        }
    }

    /// <summary>Returns a tensor as a matrix of rows of a length, whatever its axes.</summary>
    private static MatrixOperand Matrix(Tensor tensor, int columns) =>
        new(tensor.Buffer, tensor.Offset, tensor.Length / columns, columns, columns);
}
