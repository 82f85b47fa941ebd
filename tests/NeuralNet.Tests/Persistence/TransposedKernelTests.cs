namespace NeuralNet.Tests;

/// <summary>Tests of weights from PyTorch for kernels of more than two axes, and for layers inside other layers.</summary>
public class TransposedKernelTests
{
    /// <summary>(outputs, inputs, height, width) in PyTorch is (height, width, inputs, outputs) here.</summary>
    [Fact]
    public void AKernelWithAReceptiveFieldIsTransposed()
    {
        Sequential model = new Sequential(4, seed: 1).Add(new Kernel([3, 2, 4, 5]));
        Tensor theirs = TestData.Normal([5, 4, 3, 2], seed: 2);
        Load(model, new WeightMapping().AddPyTorch("kernel", "conv"), ("conv.weight", theirs));
        Tensor ours = model.Parameters[0].Value;
        for (int o = 0; o < 5; o++)
        {
            for (int i = 0; i < 4; i++)
            {
                for (int y = 0; y < 3; y++)
                {
                    for (int x = 0; x < 2; x++)
                        Assert.Equal(theirs[o, i, y, x], ours[y, x, i, o]);
                }
            }
        }
    }

    /// <summary>(filters, channels of a group, height, width), and (channels, filters, …) of a transposed convolution.</summary>
    [Fact]
    public void KernelsOfConvolutionsArePyTorchs()
    {
        Sequential model = new Sequential([5, 6, 4], seed: 1).Conv2D(6, (3, 2), groups: 2, name: "conv").Conv2DTranspose(3, 2, name: "up");
        Tensor conv = TestData.Normal([6, 2, 3, 2], seed: 2), up = TestData.Normal([6, 3, 2, 2], seed: 3);
        Load(model, new WeightMapping().AddPyTorch("conv", "0").AddPyTorch("up", "1"), ("0.weight", conv), ("1.weight", up));
        Assert.Equal(conv[5, 1, 2, 0], model.GetLayer("conv").Parameters[0].Value[2, 0, 1, 5]);
        Assert.Equal(up[4, 2, 0, 1], model.GetLayer("up").Parameters[0].Value[0, 1, 2, 4]);
    }

    /// <summary>PyTorch: Conv2d(3, 6, (3, 2), groups=3), whose filter c·2 + m is that of channel c.</summary>
    [Fact]
    public void ADepthwiseKernelIsPyTorchs()
    {
        Sequential model = new Sequential([5, 6, 3], seed: 1).DepthwiseConv2D((3, 2), depthMultiplier: 2, name: "depthwise");
        Tensor theirs = TestData.Normal([6, 1, 3, 2], seed: 2);
        Load(model, new WeightMapping().AddPyTorch("depthwise", "0"), ("0.weight", theirs));
        Tensor ours = model.Parameters[0].Value;
        for (int filter = 0; filter < 6; filter++)
            Assert.Equal(theirs[filter, 0, 2, 1], ours[2, 1, filter / 2, filter % 2]);
    }

    [Fact]
    public void ALayerInsideAnotherIsNamedByItsPath()
    {
        Sequential model = new Sequential(4, seed: 1).Add(new Sequential(4, name: "encoder").Dense(3)).Dense(2);
        Tensor kernel = TestData.Normal([3, 4], seed: 2), bias = TestData.Normal(3, seed: 3);
        var mapping = new WeightMapping().AddPyTorch("encoder/dense", "encoder.0");
        Load(model, mapping, ("encoder.0.weight", kernel), ("encoder.0.bias", bias));
        Assert.Equal(kernel[2, 1], model.GetLayer("encoder/dense").Parameters[0].Value[1, 2]);
        Assert.Equal(Bits.Of(bias), Bits.Of(model.GetLayer("encoder/dense").Parameters[1].Value));
    }

    private static void Load(Model model, WeightMapping mapping, params (string Name, Tensor Value)[] tensors)
    {
        using var file = new MemoryStream();
        Safetensors.Write(file, [.. tensors.Select(tensor => KeyValuePair.Create(tensor.Name, tensor.Value))]);
        file.Position = 0;
        model.LoadWeights(file, strict: false, mapping);
    }

    /// <summary>A layer y = x with an unused kernel.</summary>
    private sealed class Kernel(Shape shape) : Layer
    {
        protected internal override void Build(LayerBuilder builder) => builder.AddParameter("kernel", shape, new Zeros());

        protected internal override void Forward(Frame frame) => frame.Input.Data.CopyTo(frame.Output.Data);

        protected internal override void Backward(Frame frame)
        {
        }
    }
}
