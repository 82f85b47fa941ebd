namespace NeuralNet.Plotting;

/// <summary>
/// The blocks of a network diagram in columns by depth. A connection that spans several columns has a place in each of those between, so
/// that it passes beside the blocks; the places of a column are ordered by their neighbours to avoid crossings (Sugiyama, Tagawa and Toda,
/// "Methods for visual understanding of hierarchical system structures", 1981).
/// </summary>
internal sealed class DiagramLayout
{
    private const int Sweeps = 4;
    private const double PassageHeight = 30;
    private readonly List<Place>[] columns;
    private readonly Dictionary<DiagramBlock, Place> places = [];
    private readonly Dictionary<(DiagramBlock Source, DiagramBlock Target), Place[]> passages = [];

    /// <summary>Arranges blocks.</summary>
    /// <param name="blocks">The blocks in order of computation.</param>
    /// <param name="height">The height of a block without its caption.</param>
    /// <param name="captionHeight">The height of a caption and the room below it.</param>
    public DiagramLayout(IReadOnlyList<DiagramBlock> blocks, Func<DiagramBlock, double> height, double captionHeight)
    {
        columns = [.. Enumerable.Range(0, blocks.Max(block => block.Depth) + 1).Select(_ => new List<Place>())];
        foreach (DiagramBlock block in blocks)
            Add(block, height(block));
        for (int sweep = 0; sweep < Sweeps; sweep++)
            Order(isForward: sweep % 2 == 0);
        CaptionHeight = captionHeight;
        Height = columns.Max(Total);
        foreach (List<Place> column in columns)
            Stack(column);
    }

    /// <summary>The number of columns.</summary>
    public int Columns => columns.Length;

    /// <summary>Returns true if a column has several places, one below the other.</summary>
    public bool IsBranched => columns.Any(column => column.Count > 1);

    /// <summary>The height of the tallest column, captions included.</summary>
    public double Height { get; }

    public double CaptionHeight { get; }

    /// <summary>The middle of a block without its caption, from the top of the diagram.</summary>
    public double Middle(DiagramBlock block) => places[block].Middle;

    public double BlockHeight(DiagramBlock block) => places[block].Height;

    /// <summary>The columns between two connected blocks, and the height at which the connection passes each.</summary>
    public IEnumerable<(int Column, double Middle)> Passages(DiagramBlock source, DiagramBlock target) =>
        passages.TryGetValue((source, target), out Place[]? between)
            ? between.Select((place, i) => (source.Depth + 1 + i, place.Middle))
            : [];

    private void Add(DiagramBlock block, double height)
    {
        var place = new Place(height, hasCaption: true);
        places[block] = place;
        columns[block.Depth].Add(place);
        foreach (DiagramBlock source in block.Sources.Distinct())
        {
            Place previous = places[source];
            var between = new List<Place>();
            for (int column = source.Depth + 1; column < block.Depth; column++)
            {
                var passage = new Place(PassageHeight, hasCaption: false);
                columns[column].Add(passage);
                between.Add(passage);
                Connect(previous, passage);
                previous = passage;
            }

            if (between.Count > 0)
                passages[(source, block)] = [.. between];
            Connect(previous, place);
        }

        static void Connect(Place left, Place right)
        {
            left.Right.Add(right);
            right.Left.Add(left);
        }
    }

    /// <summary>Orders the places of each column by the mean rank of their neighbours in the column before or behind it.</summary>
    private void Order(bool isForward)
    {
        foreach (List<Place> column in columns)
            Rank(column);
        foreach (List<Place> column in isForward ? columns : columns.Reverse())
        {
            Place[] ordered = [.. column.OrderBy(place => place.MeanRank(isForward))];
            column.Clear();
            column.AddRange(ordered);
            Rank(column);
        }

        static void Rank(List<Place> column)
        {
            for (int i = 0; i < column.Count; i++)
                column[i].Rank = (i + 0.5) / column.Count;
        }
    }

    private double Total(List<Place> column) => column.Sum(place => place.Height + (place.HasCaption ? CaptionHeight : 0));

    private void Stack(List<Place> column)
    {
        double top = (Height - Total(column)) / 2;
        foreach (Place place in column)
        {
            place.Middle = top + place.Height / 2;
            top += place.Height + (place.HasCaption ? CaptionHeight : 0);
        }
    }

    /// <summary>The position of a block, or of a connection that passes a column.</summary>
    private sealed class Place(double height, bool hasCaption)
    {
        public double Height { get; } = height;

        public bool HasCaption { get; } = hasCaption;

        public double Middle { get; set; }

        public double Rank { get; set; }

        public List<Place> Left { get; } = [];

        public List<Place> Right { get; } = [];

        public double MeanRank(bool ofLeft)
        {
            List<Place> neighbours = ofLeft ? Left : Right;
            return neighbours.Count == 0 ? Rank : neighbours.Average(place => place.Rank);
        }
    }
}
