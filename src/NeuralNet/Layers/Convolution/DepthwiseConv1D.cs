namespace NeuralNet;

/// <summary>
/// A convolution of sequences that reads each channel by itself: output[t, c·m + q] = activation(Σ input[t·s + i·d − p, c]·kernel[i, c, q]
/// + bias[c·m + q]), summed over the kernel, with the depth multiplier m. Input (batch, steps, channels), kernel (size, channels, m), bias
/// (channels·m), output (batch, steps, channels·m). Keras: layers/convolutional/depthwise_conv1d.py.
/// </summary>
/// <param name="kernelSize">The size of the kernels, in steps.</param>
/// <param name="strides">The distance between neighboring windows; 1 by default.</param>
/// <param name="padding">The padding; <see cref="Padding.Valid"/> by default.</param>
/// <param name="depthMultiplier">The number of depthwise outputs m of each channel; 1 by default.</param>
/// <param name="dataFormat">The order of the axes of input and output; <see cref="DataFormat.ChannelsLast"/> by default.</param>
/// <param name="dilationRate">The distance between neighboring taps of a kernel; 1 by default. Strides or dilation rates must be 1.</param>
/// <param name="activation">The activation of the outputs; <see cref="Activation.Linear"/> by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="depthwiseInitializer">The initializer of the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">The initializer of the bias; <see cref="Zeros"/> by default.</param>
/// <param name="depthwiseRegularizer">The penalty on the kernel; none by default.</param>
/// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
/// <param name="activityRegularizer">The penalty on the outputs of a batch, divided by the number of samples; none by default.</param>
/// <param name="depthwiseConstraint">The constraint on the kernel; none by default.</param>
/// <param name="biasConstraint">The constraint on the bias; none by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
[Configurable]
public sealed partial class DepthwiseConv1D(
    int kernelSize, int strides = 1, Padding padding = Padding.Valid, int depthMultiplier = 1,
    DataFormat dataFormat = DataFormat.ChannelsLast, int dilationRate = 1, Activation? activation = null, bool useBias = true,
    Initializer? depthwiseInitializer = null, Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null,
    Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null,
    Constraint? biasConstraint = null, string? name = null) : ConvolutionLayer(name)
{
    private readonly int kernelSize = Require.Positive(kernelSize);
    private readonly int strides = Require.Positive(strides);
    private readonly int dilationRate = Require.Positive(dilationRate);
    private readonly int depthMultiplier = Require.Positive(depthMultiplier);
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer depthwiseInitializer = depthwiseInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();
    private Parameter kernel = null!;

    /// <inheritdoc/>
    public override Activation FinalActivation => activation;

    private protected override Windows Windows => field ??= Windows.OfSequences(kernelSize, strides, padding, dataFormat, dilationRate);

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int channels = Windows.Channels(this, builder.InputShape);
        kernel = builder.AddParameter(
            "kernel", Windows.KernelShape(channels, depthMultiplier), depthwiseInitializer, true, depthwiseRegularizer,
            depthwiseConstraint);
        Bias = useBias
            ? builder.AddParameter("bias", channels * depthMultiplier, biasInitializer, true, biasRegularizer, biasConstraint)
            : null;
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) =>
        Windows.OutputShape(this, OnlyInput(inputs), Windows.Channels(this, OnlyInput(inputs)) * depthMultiplier);

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) =>
        new LinearAlgebra.Convolution(Windows.DepthwiseConvolutionOf(shapes.Input, depthMultiplier));

    private protected override void Convolve(Frame frame) => frame.Prepared<LinearAlgebra.Convolution>()
        .Forward(frame.Input.Data, kernel.Value.Data, frame.PreActivation.Data);

    private protected override void Differentiate(Frame frame)
    {
        var convolution = frame.Prepared<LinearAlgebra.Convolution>();
        if (frame.Gradient(kernel) is { } kernelGradient)
            convolution.KernelGradient(frame.Input.Data, frame.OutputGradient.Data, kernelGradient.Data);
        if (frame.InputGradient is { } inputGradient)
            convolution.InputGradient(frame.OutputGradient.Data, kernel.Value.Data, inputGradient.Data);
    }

    internal override DepthwiseConv1D WithoutActivation() => ShareParameters(new DepthwiseConv1D(
        kernelSize, strides, padding, depthMultiplier, dataFormat, dilationRate, null, useBias, depthwiseInitializer, biasInitializer,
        depthwiseRegularizer, biasRegularizer, null, depthwiseConstraint, biasConstraint)
    { kernel = kernel, Bias = Bias });
}
