namespace NeuralNet;

/// <summary>
/// A convolution of sequences: output[t, f] = activation(Σ input[t·s + i·d − p, c]·kernel[i, c, f] + bias[f]) with stride s, dilation rate
/// d and padding p, summed over the kernel and the channels; steps outside the input are 0. Input (batch, steps, channels), kernel (size,
/// channels/groups, filters), bias (filters), output (batch, steps, filters). Keras: layers/convolutional/conv1d.py.
/// </summary>
/// <param name="filters">The number of filters, which is the number of channels of the output.</param>
/// <param name="kernelSize">The size of the kernels, in steps.</param>
/// <param name="strides">The distance between neighboring windows; 1 by default.</param>
/// <param name="padding">The padding; <see cref="Padding.Valid"/> by default.</param>
/// <param name="dataFormat">The order of the axes of input and output; <see cref="DataFormat.ChannelsLast"/> by default.</param>
/// <param name="dilationRate">The distance between neighboring taps of a kernel; 1 by default. Strides or dilation rates must be 1.</param>
/// <param name="groups">The number of groups: the filters of a group read the channels of the group only; 1 by default.</param>
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
/// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
[Configurable]
public sealed partial class Conv1D(
    int filters, int kernelSize, int strides = 1, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    int dilationRate = 1, int groups = 1, Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    string? name = null) : ConvolutionLayer(name)
{
    private readonly int filters = Require.Positive(filters);
    private readonly int kernelSize = Require.Positive(kernelSize);
    private readonly int strides = Require.Positive(strides);
    private readonly int dilationRate = Require.Positive(dilationRate);
    private readonly int groups = Require.Positive(groups);
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();
    private Parameter kernel = null!;
    private LinearAlgebra.PackedConvolutionKernel? packed;

    /// <inheritdoc/>
    public override Activation FinalActivation => activation;

    private protected override Windows Windows => field ??= Windows.OfSequences(kernelSize, strides, padding, dataFormat, dilationRate);

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int channels = Windows.Channels(this, builder.InputShape);
        if (channels % groups != 0 || filters % groups != 0)
        {
            throw builder.Error(
                $"has {groups} groups, which must divide the {channels} channels of its input and its {filters} filters");
        }

        kernel = builder.AddParameter(
            "kernel", Windows.KernelShape(channels / groups, filters), kernelInitializer, true, kernelRegularizer, kernelConstraint);
        Bias = useBias ? builder.AddParameter("bias", filters, biasInitializer, true, biasRegularizer, biasConstraint) : null;
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) =>
        Windows.OutputShape(this, OnlyInput(inputs), filters);

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) =>
        new LinearAlgebra.Convolution(Windows.ConvolutionOf(shapes.Input, filters, groups));

    private protected override void Convolve(Frame frame)
    {
        var convolution = frame.Prepared<LinearAlgebra.Convolution>();
        if (packed is null)
            convolution.Forward(frame.Input.Data, kernel.Value.Data, frame.PreActivation.Data);
        else
            convolution.Forward(frame.Input.Data, packed, frame.PreActivation.Data);
    }

    private protected override void Differentiate(Frame frame)
    {
        var convolution = frame.Prepared<LinearAlgebra.Convolution>();
        if (frame.Gradient(kernel) is { } kernelGradient)
            convolution.KernelGradient(frame.Input.Data, frame.OutputGradient.Data, kernelGradient.Data);
        if (frame.InputGradient is { } inputGradient)
            convolution.InputGradient(frame.OutputGradient.Data, kernel.Value.Data, inputGradient.Data);
    }

    internal override Layer Packed()
    {
        Conv1D copy = WithOwnParameters(activation);
        copy.packed = new(Windows.KernelOnly(kernel.Shape[^2] * groups, filters, groups), kernel.Value.Data);
        return copy;
    }

    private protected override Conv1D WithOwnParameters(Activation activation)
    {
        var copy = new Conv1D(filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, name: Name);
        copy.BuildFor(InputShapes);
        copy.kernel.SetValue(kernel.Value);
        copy.Bias!.SetValue(Bias?.Value ?? new Tensor(filters));
        return copy;
    }

    private protected override void Scale(FeatureScaling scaling)
    {
        scaling.Scale(kernel.Value.Data);
        base.Scale(scaling);
    }

    internal override Conv1D WithoutActivation() => ShareParameters(new Conv1D(
        filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, null, useBias, kernelInitializer, biasInitializer,
        kernelRegularizer, biasRegularizer, null, kernelConstraint, biasConstraint)
    { kernel = kernel, Bias = Bias });
}
