namespace NeuralNet.Tests;

public class FrameTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    [InlineData(int.MaxValue)]
    public void NumbersOfScratchTensorsAreChecked(int index)
    {
        string given = FormattableString.Invariant($"{index}");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => Pass(frame => frame.Scratch(index, 3)), "index", "from 0 to 255", given);
        BadInput.Refuses<ArgumentOutOfRangeException>(() => Pass(frame => frame.Scratch(index, new Shape(3))), "index", given);
        BadInput.Refuses<ArgumentNullException>(() => Pass(frame => frame.Scratch(0, null!)), "shape");
    }

    [Fact]
    public void AScratchTensorKeepsItsLength()
    {
        BadInput.Refuses<ArgumentException>(() => Pass(frame => (frame.Scratch(0, 2), frame.Scratch(0, 5))), "scratch tensor 0",
            "2 values", "5");
        BadInput.Refuses<ArgumentException>(
            () => Pass(frame => (frame.Scratch(1, new Shape(2, 2)), frame.Scratch(1, new Shape(2)))), "scratch tensor 1", "4 values", "2");
        Pass(frame => Assert.Same(frame.Scratch(3, 4), frame.Scratch(3, new Shape(2, 2))));
    }

    [Fact]
    public void APassWithoutGradientsSaysSo()
    {
        BadInput.Refuses<InvalidOperationException>(() => Pass(frame => frame.OutputGradient.Clone()), "only goes forward");
        BadInput.Refuses<InvalidOperationException>(() => Pass(frame => frame.PreActivationGradient("relu")), "only goes forward");
    }

    [Fact]
    public void ABiasHasTheWidthOfTheOutput()
    {
        var layer = new Dense(3);
        new Sequential(2).Add(layer);
        BadInput.Refuses<ArgumentException>(() => Pass(frame => frame.Activate("relu", layer.Parameters[1])), "dense/bias", "(3,)",
            "2 places");
    }

    private static void Pass(Func<Frame, object> action) => Pass(frame => { action(frame); });

    private static void Pass(Action<Frame> action) => new Sequential(2, seed: 1).Add(new Acting(action)).Predict(new Tensor([1, 2]));

    private sealed class Acting(Action<Frame> action) : Layer
    {
        protected internal override Shape Build(LayerBuilder builder) => builder.InputShape;

        protected internal override void Forward(Frame frame) => action(frame);

        protected internal override void Backward(Frame frame)
        {
        }
    }
}
