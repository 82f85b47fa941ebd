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
