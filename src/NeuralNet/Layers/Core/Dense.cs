using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// A fully connected layer: output = activation(input·kernel + bias), over the last axis of the input. Input (batch, …, inputs),
/// kernel (inputs, units), bias (units), output (batch, …, units). Keras: layers/core/dense.py.
/// </summary>
/// <param name="units">The number of units, which is the size of the output's last axis.</param>
/// <param name="activation">The activation of the outputs; <see cref="Activation.Linear"/> by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="kernelInitializer">The initializer of the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">The initializer of the bias; <see cref="Zeros"/> by default.</param>
/// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
/// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
/// <param name="activityRegularizer">The penalty on the outputs of a batch, divided by the number of samples; none by default.</param>
/// <param name="kernelConstraint">The constraint on the kernel; none by default.</param>
/// <param name="biasConstraint">The constraint on the bias; none by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The number of units is less than 1.</exception>
[Configurable]
public sealed partial class Dense(int units, Activation? activation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, string? name = null) : Layer(name)
{
    private readonly int units = Require.Positive(units);
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();
    private Parameter kernel = null!;
    private Parameter? bias;

    /// <inheritdoc/>
    public override Activation FinalActivation => activation;

    /// <inheritdoc/>
    protected internal override Parameter? FinalBias => bias;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        kernel = builder.AddParameter("kernel", [builder.Features, units], kernelInitializer, true, kernelRegularizer, kernelConstraint);
        bias = useBias ? builder.AddParameter("bias", units, biasInitializer, true, biasRegularizer, biasConstraint) : null;
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OnlyInput(inputs).WithLast(units);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => MatrixProduct.Multiply(frame.Input, kernel.Value, frame.PreActivation);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.Gradient(kernel) is { } kernelGradient)
            MatrixProduct.TransposeThisAndMultiply(frame.Input, frame.OutputGradient, kernelGradient);
        if (frame.InputGradient is { } inputGradient)
            MatrixProduct.TransposeAndMultiply(frame.OutputGradient, kernel.Value, inputGradient);
    }

    internal override Layer? FollowedBy(Layer next)
    {
        if (activation is not LinearActivation)
            return null;
        if (next is ActivationLayer { FinalActivation: var following })
            return WithOwnParameters(following);
        if (next.ScalingInPredictions is not { } scaling)
            return null;
        Dense scaled = WithOwnParameters(activation);
        scaling.Scale(scaled.kernel.Value.Data);
        scaling.ScaleAndMove(scaled.bias!.Value.Data);
        return scaled;
    }

    internal override Layer Packed() => new PackedDense(new DenseStep(
        new PackedMatrix(kernel.Value.Data, kernel.Shape[0], units, bias is null ? [] : bias.Value.Data), activation));

    internal override Dense WithoutActivation() => ShareParameters(new Dense(units, null, useBias, kernelInitializer, biasInitializer,
        kernelRegularizer, biasRegularizer, null, kernelConstraint, biasConstraint)
    { kernel = kernel, bias = bias });

    /// <summary>Creates a layer with another activation and copies of the parameters.</summary>
    private Dense WithOwnParameters(Activation activation)
    {
        var copy = new Dense(units, activation, name: Name);
        copy.BuildFor(InputShapes);
        copy.kernel.SetValue(kernel.Value);
        copy.bias!.SetValue(bias?.Value ?? new Tensor(units));
        return copy;
    }
}
