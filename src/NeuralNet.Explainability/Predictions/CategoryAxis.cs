namespace NeuralNet.Explainability;

/// <summary>
/// A group of columns: 1 if they are all as in the row, else 0. One half of the neighbours keeps the row's, the other takes them
/// together from a row of the background, so that groups of many different contents, like the patches of an image, stay comparable.
/// </summary>
internal sealed class CategoryAxis(int[] columns, Tensor background) : LimeAxis
{
    public override Drawing Around(float[] row) => new GroupDrawing(columns, background, row);

    private sealed class GroupDrawing : Drawing
    {
        private readonly int[] columns;
        private readonly Tensor background;
        private readonly float[] row, places;

        public GroupDrawing(int[] columns, Tensor background, float[] row)
        {
            this.columns = columns;
            this.background = background;
            this.row = row;
            places = [.. Enumerable.Range(0, background.Rows).Select(IsSame)];
        }

        public override float Place => 1;

        public override void Draw(ref RandomLanes lanes, Span<float> neighbours, int width, Span<float> places)
        {
            Span<int> drawn = stackalloc int[RandomIndices.Count];
            for (int i = 0; i < places.Length; i++)
            {
                if (i % drawn.Length == 0)
                    RandomIndices.Draw(ref lanes, 2 * background.Rows, drawn);
                int other = drawn[i % drawn.Length];
                bool isKept = other >= background.Rows;
                ReadOnlySpan<float> from = isKept ? row : background.Row(other);
                Span<float> neighbour = neighbours.Slice(i * width, width);
                foreach (int column in columns)
                    neighbour[column] = from[column];
                places[i] = isKept ? 1 : this.places[other];
            }
        }

        private float IsSame(int other) => Array.TrueForAll(columns, column => background.Row(other)[column] == row[column]) ? 1 : 0;
    }
}
