namespace NeuralNet;

/// <summary>
/// A convolution of images whose kernel is a product: a depthwise convolution, which reads each channel by itself, and a convolution of
/// size 1 of its outputs. Input (batch, height, width, channels), depthwise kernel (height, width, channels, m) with the depth multiplier
/// m, pointwise kernel (1, 1, channels·m, filters), bias (filters), output (batch, height, width, filters). Keras:
/// layers/convolutional/separable_conv2d.py.
/// </summary>
/// <param name="filters">The number of filters, which is the number of channels of the output.</param>
/// <param name="kernelSize">The size of the depthwise kernels along height and width.</param>
/// <param name="strides">The distance between neighboring windows along height and width; 1 by default.</param>
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
public sealed partial class SeparableConv2D(
    int filters, Size2D kernelSize, Size2D? strides = null, Padding padding = Padding.Valid,
    DataFormat dataFormat = DataFormat.ChannelsLast, Size2D? dilationRate = null, int depthMultiplier = 1, Activation? activation = null,
    bool useBias = true, Initializer? depthwiseInitializer = null, Initializer? pointwiseInitializer = null,
    Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null, Regularizer? pointwiseRegularizer = null,
    Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null,
    Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null, string? name = null) : ConvolutionLayer(name)
{
    private readonly int filters = Require.Positive(filters);
    private readonly Size2D kernelSize = Require.AtLeast(1, kernelSize);
    private readonly Size2D strides = Require.AtLeast(1, strides ?? 1, nameof(strides));
    private readonly Size2D dilationRate = Require.AtLeast(1, dilationRate ?? 1, nameof(dilationRate));
    private readonly int depthMultiplier = Require.Positive(depthMultiplier);
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer depthwiseInitializer = depthwiseInitializer ?? new GlorotUniform();
    private readonly Initializer pointwiseInitializer = pointwiseInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();
    private Parameter depthwiseKernel = null!, pointwiseKernel = null!;
    private LayerMemory channels = null!, channelGradients = null!;

    /// <inheritdoc/>
    public override Activation FinalActivation => activation;

    private protected override Windows Windows => field ??= Windows.OfImages(kernelSize, strides, padding, dataFormat, dilationRate);

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int inputs = Windows.Channels(this, builder.InputShape);
        depthwiseKernel = builder.AddParameter(
            "depthwise_kernel", Windows.KernelShape(inputs, depthMultiplier), depthwiseInitializer, true, depthwiseRegularizer,
            depthwiseConstraint);
        pointwiseKernel = builder.AddParameter(
            "pointwise_kernel", [1, 1, inputs * depthMultiplier, filters], pointwiseInitializer, true, pointwiseRegularizer,
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

    internal override SeparableConv2D WithoutActivation() => ShareParameters(new SeparableConv2D(
        filters, kernelSize, strides, padding, dataFormat, dilationRate, depthMultiplier, null, useBias, depthwiseInitializer,
        pointwiseInitializer, biasInitializer, depthwiseRegularizer, pointwiseRegularizer, biasRegularizer, null, depthwiseConstraint,
        pointwiseConstraint, biasConstraint)
    { depthwiseKernel = depthwiseKernel, pointwiseKernel = pointwiseKernel, Bias = Bias });
}
