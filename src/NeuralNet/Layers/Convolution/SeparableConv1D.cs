namespace NeuralNet;

/// <summary>
/// A convolution of sequences whose kernel is a product: a depthwise convolution, which reads each channel by itself, and a convolution of
/// size 1 of its outputs. Input (batch, steps, channels), depthwise kernel (size, channels, m) with the depth multiplier m, pointwise
/// kernel (1, channels·m, filters), bias (filters), output (batch, steps, filters). Keras: layers/convolutional/separable_conv1d.py.
/// </summary>
/// <param name="filters">The number of filters, which is the number of channels of the output.</param>
/// <param name="kernelSize">The size of the depthwise kernels, in steps.</param>
/// <param name="strides">The distance between neighboring windows; 1 by default.</param>
/// <param name="padding">The padding; <see cref="Padding.Valid"/> by default.</param>
/// <param name="dataFormat">The order of the axes of input and output; <see cref="DataFormat.ChannelsLast"/> by default.</param>
/// <param name="dilationRate">The distance between neighboring taps of a kernel; 1 by default. Strides or dilation rates must be 1.</param>
/// <param name="depthMultiplier">The number of depthwise outputs m of each channel; 1 by default.</param>
/// <param name="activation">The activation of the outputs; <see cref="Activation.Linear"/> by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="depthwiseInitializer">The initializer of the depthwise kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="pointwiseInitializer">The initializer of the pointwise kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">The initializer of the bias; <see cref="Zeros"/> by default.</param>
/// <param name="depthwiseRegularizer">The penalty on the depthwise kernel; none by default.</param>
/// <param name="pointwiseRegularizer">The penalty on the pointwise kernel; none by default.</param>
/// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
/// <param name="activityRegularizer">The penalty on the outputs of a batch, divided by the number of samples; none by default.</param>
/// <param name="depthwiseConstraint">The constraint on the depthwise kernel; none by default.</param>
/// <param name="pointwiseConstraint">The constraint on the pointwise kernel; none by default.</param>
/// <param name="biasConstraint">The constraint on the bias; none by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
[Configurable]
public sealed partial class SeparableConv1D(
    int filters, int kernelSize, int strides = 1, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    int dilationRate = 1, int depthMultiplier = 1, Activation? activation = null, bool useBias = true,
    Initializer? depthwiseInitializer = null, Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null,
    Regularizer? depthwiseRegularizer = null, Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null,
    Constraint? biasConstraint = null, string? name = null) : ConvolutionLayer(name)
{
    private readonly int filters = Require.Positive(filters);
    private readonly int kernelSize = Require.Positive(kernelSize);
    private readonly int strides = Require.Positive(strides);
    private readonly int dilationRate = Require.Positive(dilationRate);
    private readonly int depthMultiplier = Require.Positive(depthMultiplier);
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer depthwiseInitializer = depthwiseInitializer ?? new GlorotUniform();
    private readonly Initializer pointwiseInitializer = pointwiseInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();
    private Parameter depthwiseKernel = null!, pointwiseKernel = null!;
    private LayerMemory channels = null!, channelGradients = null!;

    /// <inheritdoc/>
    public override Activation FinalActivation => activation;

    private protected override Windows Windows => field ??= Windows.OfSequences(kernelSize, strides, padding, dataFormat, dilationRate);

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int inputs = Windows.Channels(this, builder.InputShape);
        depthwiseKernel = builder.AddParameter(
            "depthwise_kernel", Windows.KernelShape(inputs, depthMultiplier), depthwiseInitializer, true, depthwiseRegularizer,
            depthwiseConstraint);
        pointwiseKernel = builder.AddParameter(
            "pointwise_kernel", [1, inputs * depthMultiplier, filters], pointwiseInitializer, true, pointwiseRegularizer,
            pointwiseConstraint);
        Bias = useBias ? builder.AddParameter("bias", filters, biasInitializer, true, biasRegularizer, biasConstraint) : null;
        channels = builder.AddMemory("channels", shapes => Windows.ChannelsShape(shapes, depthMultiplier));
        channelGradients = builder.AddWorkspace("channel_gradients", shapes => Windows.ChannelsShape(shapes, depthMultiplier));
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) =>
        Windows.OutputShape(this, OnlyInput(inputs), filters);

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) =>
        Windows.SeparableConvolutionOf(shapes.Input, depthMultiplier, filters);

    private protected override void Convolve(Frame frame) => frame.Prepared<SeparableConvolution>().Forward(
        frame.Input, depthwiseKernel.Value, pointwiseKernel.Value, frame[channels], frame.PreActivation);

    private protected override void Differentiate(Frame frame) => frame.Prepared<SeparableConvolution>().Backward(
        frame, depthwiseKernel, pointwiseKernel, frame[channels], frame[channelGradients]);

    internal override SeparableConv1D WithoutActivation() => ShareParameters(new SeparableConv1D(
        filters, kernelSize, strides, padding, dataFormat, dilationRate, depthMultiplier, null, useBias, depthwiseInitializer,
        pointwiseInitializer, biasInitializer, depthwiseRegularizer, pointwiseRegularizer, biasRegularizer, null, depthwiseConstraint,
        pointwiseConstraint, biasConstraint)
    { depthwiseKernel = depthwiseKernel, pointwiseKernel = pointwiseKernel, Bias = Bias });
}
