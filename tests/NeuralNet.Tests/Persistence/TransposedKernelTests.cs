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
